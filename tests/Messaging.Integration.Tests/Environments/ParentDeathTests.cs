using System.Diagnostics;
using System.Text;

namespace Messaging.Integration.Tests.Environments;

public sealed class ParentDeathTests
{
    [Fact]
    public async Task Servers_and_their_folders_go_when_the_test_process_is_killed()
    {
        var report = Path.Combine(Path.GetTempPath(), $"messaging-test-{Guid.NewGuid():n}");
        using var holder =
            Process.Start("dotnet", ["exec", typeof(ServerHolder).Assembly.Location, "hold-servers", report]);
        try
        {
            await Eventually.TrueAsync(
                () => File.Exists(report) || holder.HasExited, "the servers run", TimeSpan.FromMinutes(2));
            var folders = await File.ReadAllLinesAsync(report);
            Assert.All(folders, folder => Assert.NotEmpty(FindProcesses(folder)));

            holder.Kill();

            await Eventually.TrueAsync(
                () => folders.All(folder => !Directory.Exists(folder) && FindProcesses(folder).Length == 0),
                "nothing is left of the servers");
        }
        finally
        {
            holder.Kill();
            File.Delete(report);
        }
    }

    // Everything that belongs to a server names its folder on its command line or in its environment.
    private static string[] FindProcesses(string folder) =>
    [
        .. Directory.GetDirectories("/proc")
            .Where(process => Mentions($"{process}/cmdline", folder) || Mentions($"{process}/environ", folder)),
    ];

    private static bool Mentions(string file, string folder)
    {
        try
        {
            return File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(folder)) >= 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
