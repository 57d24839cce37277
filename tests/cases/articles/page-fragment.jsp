<%@ page pageEncoding="UTF-8"%><%@ include file="/common/taglibs.jsp"%>
<script type="text/javascript">
$(document).ready(function(){ if(null != $('.subnav>li').html()) { } })
</script>

 <div id="conTitle">
 	<div class="navCurrent ">
	<a href="/index.jsp">首页</a>
	<a href="javascript:void(0)">商圈资讯</a>
	<a href="javascript:void(0)">北仓市集中采购平台上线</a>
 	</div>
 </div>

<div id="conBody">
   <input type="hidden"  id="channelId" value="ff80" />
   <div class="frameNews">
    <h1>北仓市集中采购平台上线</h1>
    <div class="subtitle"></div>
       <div class="source">
	      <span>发布时间：2011-03-02</span>
	      <span>发布人：-北仓网-北仓晚报  </span>
      </div>
      
      <p><P>　　北仓市集中采购平台昨日上线，首批48家供应商入驻。</P>
<P>　　市财政局局长唐克说，平台每年可节省费用300多万元。</P>
<P><STRONG>省时又省钱</STRONG></P>
<P>　　供应商不用再跑现场，报价、开标都在网上完成，时间由五天缩短为一天。<br />
&nbsp;</P>
<P><a href="http://a.example.org/1">1、2011（第五届）全国招标行业评选</a></P>
<P><a href="http://a.example.org/2">2、2011（第三届）管道行业供应商评选</a></P>
<P><a href="http://a.example.org/3">3、2011（第三届）电缆行业供应商评选</a></P>
</p>
   </div>
   
 </div>
