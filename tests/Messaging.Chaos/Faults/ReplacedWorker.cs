using Messaging.Testing;

namespace Messaging.Chaos.Faults;

/// <summary>
/// Workers are stopped as a deployment stops them, one after the other, and each starts again: as the other version
/// where there are two, so that an upgrade is followed by its way back.
/// </summary>
/// <param name="workers">The workers.</param>
/// <param name="versions">
/// The program's assemblies: the one that all began as, and the one that takes turns with it.
/// </param>
internal sealed class ReplacedWorker(IReadOnlyList<PrivateProgram> workers, (string Begun, string Next) versions)
    : IFault
{
    private int _stopped;

    public string Name => FaultNames.Replace;

    public (double Least, double Most) Seconds => (0, 0);

    public bool StopsAll => false;

    public bool IsOverAtOnce => false;

    public Task BeginAsync() => Next.StopAsync();

    public async Task EndAsync()
    {
        var worker = Next;
        worker.Assembly = _stopped++ / workers.Count % 2 == 0 ? versions.Next : versions.Begun;
        await worker.StartAsync();
        await WorkerHealth.WaitUntilReadyAsync(worker);
    }

    private PrivateProgram Next => workers[_stopped % workers.Count];
}
