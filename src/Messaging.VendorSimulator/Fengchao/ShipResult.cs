namespace Messaging.VendorSimulator.Fengchao;

/// <summary>
/// Fengchao's answer for one order. The texts of <see cref="PartlyShipped"/> and <see cref="BeingProcessed"/> are from
/// its page, which gives no code for them. The others are Doudian's sub codes; how the gateway passes these on is not
/// published, so they are given both as the code and in the text.
/// </summary>
internal sealed record ShipResult(int Code, string Message)
{
    private const int NoPublishedCode = 1;

    public static ShipResult Shipped { get; } = new(0, "");

    public static ShipResult PartlyShipped { get; } = new(NoPublishedCode, "该订单当前为“部分发货”状态,无法调用此接口");

    public static ShipResult BeingProcessed { get; } = new(NoPublishedCode, "存在处理中流程,请勿同时重复请求");

    public static ShipResult AlreadyShipped { get; } = Doudian(60110, "订单已发货,请勿重复操作");

    public static ShipResult Closed { get; } = Doudian(60113, "订单已关闭,无法发货");

    public static ShipResult RefundPending { get; } = Doudian(60040, "订单存在待处理的退款申请,无法发货");

    public static ShipResult BadCarrier { get; } = Doudian(60018, "物流公司编码不正确");

    public static ShipResult NotThisShop { get; } = Doudian(50049, "订单不存在或不属于该店铺");

    private static ShipResult Doudian(int code, string message) => new(code, $"{message}[isv.business-failed:{code}]");
}
