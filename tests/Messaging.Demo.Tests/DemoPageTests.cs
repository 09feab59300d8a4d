using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Messaging.Demo.Tests;

public partial class DemoPageTests
{
    [Fact]
    public async Task The_page_stays_open_with_something_on_it_until_it_is_told_to_end()
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var output = new SharedWriter();
        var demo = DemoCommand.RunAsync(["--orders", "200", "--seed", "7", "--stay"], output, output, ended.Token);

        var address = await UntilAsync(() => Task.FromResult(Address.Match($"{output}").Value));
        using var client = new HttpClient();
        var page = await UntilAsync(async () =>
        {
            var html = await client.GetStringAsync(new Uri(address), ended.Token);
            return html.Contains("Suspended", StringComparison.Ordinal) ? html : "";
        });

        Assert.Contains("rejectedByVendor", page, StringComparison.Ordinal);
        Assert.Contains("revoked", page, StringComparison.Ordinal);
        await ended.CancelAsync();
        Assert.Equal(0, await demo);
    }

    private static async Task<string> UntilAsync(Func<Task<string>> ask)
    {
        while (true)
        {
            if (await ask() is { Length: > 0 } found)
                return found;
            await Task.Delay(
                TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    [GeneratedRegex("http://127.0.0.1:[0-9]+/ui", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address { get; }

    /// <summary>Is read while it is written.</summary>
    private sealed class SharedWriter : TextWriter
    {
        private readonly ConcurrentQueue<char> _written = [];

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => _written.Enqueue(value);

        public override string ToString() => new([.. _written]);
    }
}
