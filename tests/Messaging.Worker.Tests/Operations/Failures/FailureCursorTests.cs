using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Operations.Failures;

namespace Messaging.Worker.Tests.Operations.Failures;

public class FailureCursorTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        var at = new DateTimeOffset(2026, 11, 11, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(7);
        var failure = new FailedOrder(Guid.NewGuid(), "em", "shop", "A", "expired", Code: null, at, RetriedAs: null);

        Assert.True(FailureCursor.TryRead(FailureCursor.Write(failure), out var read));
        Assert.Equal((failure.SettledAt, failure.EventId), (read!.SettledAt, read.EventId));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Nothing_is_the_first_page(string? text)
    {
        Assert.True(FailureCursor.TryRead(text, out var read));
        Assert.Null(read);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1-x")]
    [InlineData("-1-6f0b1c9e0d534a579d0e3f1f4f3f2a11")]
    [InlineData("9223372036854775807-6f0b1c9e0d534a579d0e3f1f4f3f2a11")]
    [InlineData("1-6f0b1c9e-0d53-4a57-9d0e-3f1f4f3f2a11")]
    public void Anything_else_is_refused(string text) => Assert.False(FailureCursor.TryRead(text, out _));
}
