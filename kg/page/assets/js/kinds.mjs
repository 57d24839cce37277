// Colour and shape of each kind. The colours follow Okabe and Ito and stay apart under every common colour
// blindness; the shapes say the same once more.

export const LOOKS = {
  light: {
    paper: "#f7f6f2", disc: "#ffffff", rim: "#dedbd2", line: "#8b8a84", ink: "#23262b", name: "#3b3f46", faint: "#6b6e75", halo: "#ffffff",
    accent: "#0a5c8f", edge: "#ffffff", mark: "#ffe08a",
  },
  dark: {
    paper: "#14171c", disc: "#1b1f26", rim: "#303641", line: "#7d8590", ink: "#eceef1", name: "#c9ced6", faint: "#a2a9b4", halo: "#14171c",
    accent: "#6cb8ea", edge: "#14171c", mark: "#6d5610",
  },
};

const KIND = {
  Event: { shape: "circle", light: "#d55e00", dark: "#f0803c" },
  Organization: { shape: "square", light: "#0072b2", dark: "#4fa3dc" },
  Place: { shape: "drop", light: "#008a64", dark: "#2fb890" },
  Platform: { shape: "hexagon", light: "#b8579a", dark: "#d98cc0" },
  Person: { shape: "diamond", light: "#c98a00", dark: "#e8b23a" },
  Product: { shape: "triangle", light: "#3f9fd8", dark: "#8fd0f5" },
  Policy: { shape: "page", light: "#6f7480", dark: "#a7adba" },
  Award: { shape: "star", light: "#8a7400", dark: "#f2e35c" },
};
const UNKNOWN = { shape: "circle", light: "#777777", dark: "#999999" };

/** Shape of a kind, one of those in `shapes.mjs`. */
export function shapeOf(kind) {
  return (KIND[kind] || UNKNOWN).shape;
}

/** Colour of a kind under a theme. */
export function colourOf(kind, theme) {
  return (KIND[kind] || UNKNOWN)[theme];
}

/** A colour with a share of another in it, both like `#d55e00`. */
export function blend(colour, other, share) {
  const part = (text, at) => Number.parseInt(text.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(part(colour, at) * (1 - share) + part(other, at) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
