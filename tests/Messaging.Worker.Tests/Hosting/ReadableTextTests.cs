using MassTransit;
using Messaging.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Messaging.Worker.Tests.Hosting;

/// <summary>Chinese and times are written as a person reads them.</summary>
[Collection(Commands.EnvironmentVariable.Collection)]
public class ReadableTextTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_hold_chinese_and_times_as_they_are()
    {
        await using var worker = await RunningWorker.StartAsync();
        await worker.Services.GetRequiredService<IBus>().Publish(
            new OrderMarkedDelivering
            {
                EventId = Guid.NewGuid(),
                OrderNo = "订单一",
                OccurredAt = new(2026, 11, 11, 0, 0, 3, TimeSpan.FromHours(8)),
                Account = "没有的账号",
            }, Cancellation);

        var answer = "";
        await Eventually.TrueAsync(
            async () =>
            {
                answer = await GetAsync("/api/orders/订单一");
                return answer.Contains("unknownAccount", StringComparison.Ordinal);
            },
            "the order has been refused");

        Assert.Contains("\"orderNo\": \"订单一\"", answer, StringComparison.Ordinal);
        Assert.Contains("没有的账号", answer, StringComparison.Ordinal);
        Assert.Contains("+0", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u", answer, StringComparison.Ordinal);
        Assert.Contains("订单二", await GetAsync("/api/orders/订单二"), StringComparison.Ordinal);

        async Task<string> GetAsync(string path)
        {
            using var response = await worker.Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            return await response.Content.ReadAsStringAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Lines_of_the_log_in_json_do_so_too()
    {
        await using var worker = await RunningWorker.StartAsync();
        var json = worker.Services.GetServices<ConsoleFormatter>()
            .Single(formatter => formatter.Name is ConsoleFormatterNames.Json);
        using var line = new StringWriter();

        const string text = "库存不足 2026-11-11T00:00:03+08:00";
        json.Write(
            new LogEntry<string>(LogLevel.Warning, "category", default, text, null, (state, _) => state), null, line);

        Assert.Contains(text, line.ToString(), StringComparison.Ordinal);
    }
}
