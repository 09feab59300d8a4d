namespace Messaging.VendorSimulator.Tests.Em;

public sealed class EmTests
{
    private const string PageSample = """
        {"tradeno":"DD202409260001","warehouseid":"5","provincename":"上海","cityname":"上海市","distrctname":"嘉定区",
         "address":"商城路123123","receivername":"hanson","mobile":"18817834074","transportway":"2",
         "logisticscompanyid":"10",
         "deliverydate":"2024-09-28","traderemark":"订单备注","logisticscontact":"hanson-w","logisticsmobile":"18817834074",
         "logisticscarnumber":"沪A888888","remark":"物流备注123",
         "items":[{"outerpcode":"ERP_1113005","mainmeasunitqty":"1","remark":"接口导入订单-修改明细3(数量3个改成1个)"}]}
        """;

    [Fact]
    public async Task The_pages_own_sample_is_modified()
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.EmAsync(PageSample, tamper: null);

        Assert.Equal("""{"statusCode":0,"message":"修改成功","data":"DD202409260001"}""", reply.Body);
        Assert.Equal("订单备注", simulator.Vendors.Em.Journal.Find("DD202409260001")!.Applications.Single().Remark);
    }

    [Theory]
    [InlineData(
        """{"tradeno":"1","provincename":"上海","cityname":"上海市"}""",
        """{"statusCode":1002,"message":"修改三级地址时,省市区名称均不能为空","data":null}""")]
    [InlineData(
        """{"tradeno":"1","distrctname":"嘉定区"}""",
        """{"statusCode":1002,"message":"修改三级地址时,省市区名称均不能为空","data":null}""")]
    [InlineData(
        """{"tradeno":"1","items":[{"outerpcode":"A","mainmeasunitqty":1},{"outerpcode":"ERP_NOSTOCK_5","mainmeasunitqty":1}]}""",
        """{"statusCode":-10,"message":"产品[ERP_NOSTOCK_5]库存不足","data":null}""")]
    public async Task A_failure_is_answered_as_on_the_vendors_page(string trade, string answer)
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.EmAsync(trade, tamper: null);

        Assert.Equal((200, answer), (reply.Status, reply.Body));
        var entry = simulator.Vendors.Em.Journal.Find("1")!;
        Assert.Equal((1, 0), (entry.Sent, entry.Applied));
    }

    [Theory]
    [InlineData("""{"tradeno":"1-UNKNOWN"}""", 1001)]
    [InlineData("""{"tradeno":"1","transportway":2}""", 1003)]
    [InlineData("""{"tradeno":"1","transportway":"4","logisticscompanyid":0}""", 1003)]
    [InlineData("""{"tradeno":"1","transportway":6}""", 1003)]
    [InlineData("""{"tradeno":"1","transportway":4,"logisticscompanyid":5}""", 0)]
    [InlineData("""{"tradeno":"1","transportway":3,"logisticscompanyid":0}""", 0)]
    [InlineData("""{"tradeno":"1","transportway":5,"logisticscompanyid":null}""", 0)]
    [InlineData("""{"tradeno":"1","items":[{"outerpcode":"A","mainmeasunitqty":0}]}""", 1004)]
    [InlineData("""{"tradeno":"1","items":[null]}""", 1004)]
    [InlineData("""{"address":"x"}""", 1000)]
    [InlineData("""[{"tradeno":"1"}]""", 1000)]
    [InlineData("null", 1000)]
    [InlineData("", 1000)]
    public async Task The_pages_rules_are_checked(string trade, int statusCode)
    {
        await using var simulator = await Simulator.StartAsync();

        var reply = await simulator.EmAsync(trade, tamper: null);

        Assert.Equal(statusCode, (int)reply.Json["statusCode"]!);
        Assert.Equal(statusCode == 0 ? 1 : 0, simulator.Vendors.Em.Journal.Summarize().Applications);
    }

    [Fact]
    public async Task Modifications_are_recorded_in_the_order_in_which_they_were_applied()
    {
        await using var simulator = await Simulator.StartAsync();

        await simulator.EmAsync("""{"tradeno":"1","warehouseid":1,"traderemark":"first"}""", tamper: null);
        await simulator.EmAsync("""{"tradeno":"1","warehouseid":2,"traderemark":"second"}""", tamper: null);
        await simulator.EmAsync("""{"traderemark":"first","warehouseid":"1","tradeno":"1"}""", tamper: null);

        var applications = simulator.Vendors.Em.Journal.Find("1")!.Applications;
        Assert.Equal(
            ["first", "second", "first"],
            applications.Select(application => application.Remark),
            StringComparer.Ordinal);
        Assert.NotEqual(applications[0].Value, applications[1].Value, StringComparer.Ordinal);
        Assert.Equal(applications[0].Value, applications[2].Value);
    }
}
