using Messaging.Fulfillment.Results.RabbitMq;
using RabbitMQ.Client;

namespace Messaging.Fulfillment.Tests.Results.RabbitMq;

public class ConfirmWindowTests
{
    /// <summary>
    /// Two groups of two, numbers 1 to 4, and what the broker says: <c>+</c> has it, <c>-</c> refuses it, <c>*</c> all
    /// up to it, <c>r</c> gives it back; then what is known of each: has it, refused, given back, not known.
    /// </summary>
    [Theory]
    [InlineData("", "????")]
    [InlineData("+1", "+???")]
    [InlineData("+4 +2", "?+?+")]
    [InlineData("+3*", "+++?")]
    [InlineData("+1 +3* +4", "++++")]
    [InlineData("+3 +4*", "++++")]
    [InlineData("-2", "?-??")]
    [InlineData("+1 -3*", "+--?")]
    [InlineData("r2 +4*", "+r++")]
    [InlineData("r2", "?r??")]
    [InlineData("r2 -2", "?r??")]
    [InlineData("+1 +1 -1", "+???")]
    [InlineData("+9", "????")]
    [InlineData("+9*", "++++")]
    public void The_brokers_words_settle_what_they_name(string words, string known)
    {
        var window = new ConfirmWindow();
        PublishGroup[] groups = [Group("1", "2"), Group("3", "4")];
        foreach (var group in groups)
            window.Add(group);

        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Say(window, word);

        Assert.Equal(known, string.Concat(groups.Select(Describe)));
    }

    [Fact]
    public void What_is_open_when_the_channel_ends_is_not_published()
    {
        var window = new ConfirmWindow();
        var group = Group("1", "2");
        window.Add(group);
        window.Confirm(1, multiple: false);

        window.Fail(new IOException("gone"));

        Assert.Equal(["", "gone"], GetResult(group).Select(fault => fault?.Message ?? ""));
    }

    [Fact]
    public void A_word_that_comes_after_a_group_was_given_up_changes_nothing()
    {
        var window = new ConfirmWindow();
        var (first, second) = (Group("1", "2"), Group("3"));
        window.Add(first);
        window.Add(second);
        first.GiveUp(new TimeoutException("late"));

        window.Confirm(3, multiple: true);

        Assert.Equal(["late", "late"], GetResult(first).Select(fault => fault!.Message));
        Assert.Null(Assert.Single(GetResult(second)));
    }

    private static PublishGroup Group(params string[] ids) =>
        new([.. ids.Select(id => new OutgoingResult("results", new BasicProperties { MessageId = id }, default))]);

    private static void Say(ConfirmWindow window, string word)
    {
        var isMultiple = word.EndsWith('*');
        var number = (ulong)(word[1] - '0');
        switch (word[0])
        {
            case '+':
                window.Confirm(number, isMultiple);
                break;
            case '-':
                window.Refuse(number, isMultiple);
                break;
            default:
                window.Return(word[1..], "results");
                break;
        }
    }

    /// <summary>Gives the group up, to see what was known before.</summary>
    private static string Describe(PublishGroup group)
    {
        group.GiveUp(new TimeoutException("not known"));
        return string.Concat(GetResult(group).Select(fault => fault switch
        {
            null => '+',
            MassTransit.MessageReturnedException => 'r',
            TimeoutException => '?',
            _ => '-',
        }));
    }

    private static IReadOnlyList<Exception?> GetResult(PublishGroup group)
    {
        Assert.True(group.Settled.IsCompletedSuccessfully);
        return group.Settled.Result;
    }
}
