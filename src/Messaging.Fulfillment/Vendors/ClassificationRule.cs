namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// One line of a vendor's classification table: an answer whose code and text both match is of the class. What is left
/// out matches everything; a rule that matches everything is a mistake and is refused at start.
/// </summary>
public sealed class ClassificationRule
{
    /// <summary>
    /// The vendor's code, compared as text, whole or from the last colon on: <c>60110</c> matches
    /// <c>isv.business-failed:60110</c>.
    /// </summary>
    public string? Code { get; set; }

    /// <summary>
    /// A part of the vendor's message, compared ordinally and without regard to case. It does not count where it stands
    /// in the order as well, since the vendor may quote the order, nor where it is a parameter's name, as in
    /// <c>sign=…</c>.
    /// </summary>
    public string? Text { get; set; }

    /// <summary>What the answer means. Required.</summary>
    public AnswerClass? Class { get; set; }

    /// <summary>
    /// For <see cref="AnswerClass.Retry"/> and <see cref="AnswerClass.RateLimited"/>: when to ask again. Default: the
    /// service's backoff.
    /// </summary>
    public TimeSpan? After { get; set; }

    /// <summary>
    /// For <see cref="AnswerClass.Retry"/>: how many attempts before a human has to look. Default: no limit but the
    /// give-up age.
    /// </summary>
    public int? MaxAttempts { get; set; }

    /// <summary>
    /// For <see cref="AnswerClass.Retry"/>: true when the order has to be sent in a call of its own the next time.
    /// Default: false.
    /// </summary>
    public bool Alone { get; set; }

    /// <summary>
    /// Why the vendor answers so, in a few words for whoever reads the table; nothing depends on it. Default: none.
    /// </summary>
    public string? Meaning { get; set; }

    internal IEnumerable<string> FindErrors(string path)
    {
        if (Class is null)
            yield return $"{path}:Class: is missing; one of {string.Join(", ", Enum.GetNames<AnswerClass>())}.";
        if (string.IsNullOrEmpty(Code) && string.IsNullOrEmpty(Text))
            yield return $"{path}: has neither Code nor Text and would match every answer.";
        if (After <= TimeSpan.Zero || After > TimeSpan.FromDays(1))
            yield return $"{path}:After: {After} is outside 0 (exclusive) to 1 day.";
        if (MaxAttempts < 1)
            yield return $"{path}:MaxAttempts: {MaxAttempts} is less than 1.";
    }

    internal bool Matches(string? code, string? message, SentText sent) =>
        (Code is null || CodeMatches(code))
        && (Text is null
            || (message is not null && QuotedText.Says(message, Text) && !sent.Contains(Text)));

    private bool CodeMatches(string? code) =>
        code is not null
        && code.EndsWith(Code!, StringComparison.Ordinal)
        && (code.Length == Code!.Length || code[code.Length - Code.Length - 1] == ':');
}
