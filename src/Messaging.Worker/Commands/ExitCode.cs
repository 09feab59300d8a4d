namespace Messaging.Worker.Commands;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>It could not do what it was asked to, or what it checked is not in order.</summary>
    public const int Failure = 1;

    /// <summary>The configuration or the command line is wrong; nothing was done.</summary>
    public const int Misconfigured = 2;
}
