namespace Messaging.Worker.Commands.Checks;

/// <summary>What was found out about one thing.</summary>
/// <param name="State">Whether it is in order.</param>
/// <param name="Subject">What was looked at, in a word or two: <c>polyv main</c>.</param>
/// <param name="Text">What was found, in a sentence; no secrets.</param>
internal sealed record Finding(FindingState State, string Subject, string Text);

/// <summary>Whether something is in order; the order of the list.</summary>
internal enum FindingState
{
    /// <summary>The service could not work with it.</summary>
    Problem,

    /// <summary>It works, and may not be what is wanted; or it could not be found out.</summary>
    Warning,

    /// <summary>It is in order.</summary>
    Ok,
}
