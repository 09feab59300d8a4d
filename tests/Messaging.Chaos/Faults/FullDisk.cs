using Messaging.Testing;

namespace Messaging.Chaos.Faults;

/// <summary>The disk on which the database keeps everything has no byte left.</summary>
/// <param name="database">On a small disk of its own.</param>
internal sealed class FullDisk(PostgresServer database) : IFault
{
    private const int Block = 64 * 1024;

    private string Filler => Path.Combine(database.DataFolder, "filler");

    public string Name => "disk-full";

    public (double Least, double Most) Seconds => (8, 15);

    // It still writes where there was room before.
    public bool StopsAll => false;

    public bool IsOverAtOnce => false;

    public async Task BeginAsync()
    {
        await using var filler = File.Create(Filler);
        try
        {
            while (true)
                await filler.WriteAsync(new byte[Block]);
        }
        catch (IOException)
        {
            // Now it is full.
        }
    }

    /// <summary>A database that cannot write its log ends, and somebody has to start it again.</summary>
    public async Task EndAsync()
    {
        File.Delete(Filler);
        await database.StartAsync();
    }
}
