using Messaging.Worker.Operations;

namespace Messaging.Worker.Tests.Operations;

public class PageCursorTests
{
    private static readonly DateTimeOffset At =
        new DateTimeOffset(2026, 11, 11, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(7);

    [Fact]
    public void What_was_written_is_read()
    {
        var id = Guid.NewGuid();

        Assert.True(PageCursor.TryRead<Guid>(PageCursor.Write(At, id), out var ofGuid));
        Assert.Equal((At, id), ofGuid);
        Assert.True(PageCursor.TryRead<long>(PageCursor.Write(At, 7L), out var ofNumber));
        Assert.Equal((At, 7), ofNumber);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Nothing_is_the_first_page(string? text)
    {
        Assert.True(PageCursor.TryRead<Guid>(text, out var read));
        Assert.Null(read);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1-x")]
    [InlineData("1-7")]
    [InlineData("-1-6f0b1c9e0d534a579d0e3f1f4f3f2a11")]
    [InlineData("9223372036854775807-6f0b1c9e0d534a579d0e3f1f4f3f2a11")]
    public void Anything_else_is_refused(string text) => Assert.False(PageCursor.TryRead<Guid>(text, out _));
}
