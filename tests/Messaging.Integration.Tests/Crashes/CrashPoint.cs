using System.Diagnostics;

namespace Messaging.Integration.Tests.Crashes;

/// <summary>Kills its own process with SIGKILL in the chosen window.</summary>
internal sealed class CrashPoint(CrashWindow? at)
{
    public bool IsAt(CrashWindow window) => at == window;

    /// <summary>Does not return in the window that was chosen.</summary>
    public void Reached(CrashWindow window)
    {
        if (!IsAt(window))
            return;
        using var self = Process.GetCurrentProcess();
        self.Kill();
        using var never = new ManualResetEventSlim();
        never.Wait();
    }
}
