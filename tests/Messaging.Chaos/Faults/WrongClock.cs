using System.Globalization;

namespace Messaging.Chaos.Faults;

/// <summary>The clock of one worker is set, by far more than a lease, to and fro.</summary>
public sealed class WrongClock : IFault, IDisposable
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messaging-clock-");
    private int _offset = 30;

    public WrongClock() => Write(0);

    /// <summary>Whether clocks can be set here.</summary>
    public static bool IsPossible => File.Exists(Library);

    public string Name => "clock";

    public (double Least, double Most) Seconds => (8, 15);

    public bool StopsAll => false;

    public bool IsOverAtOnce => false;

    /// <summary>The environment of the worker whose clock it is.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Environment =>
    [
        new("LD_PRELOAD", Library),
        new("FAKETIME_TIMESTAMP_FILE", OffsetFile),
        new("FAKETIME_CACHE_DURATION", "1"),
        new("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
    ];

    private string OffsetFile => Path.Combine(_folder.FullName, "offset");

    public Task BeginAsync()
    {
        Write(_offset);
        _offset = -_offset;
        return Task.CompletedTask;
    }

    public Task EndAsync()
    {
        Write(0);
        return Task.CompletedTask;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(int seconds) =>
        File.WriteAllText(OffsetFile, seconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture));
}
