using System.Runtime.InteropServices;
using Messaging.Benchmarks;
using Messaging.Benchmarks.Baselines;
using Messaging.Benchmarks.Environments;
using Messaging.Benchmarks.Micro;
using Messaging.Benchmarks.Verbs;

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    switch (args)
    {
        case ["baseline", var name, var flow, var broker, var vendors, var database]:
            await BaselineProgram.RunAsync(name, flow, broker, vendors, database, stop.Token);
            return 0;
        case ["micro"]:
            MicroBenchmarks.Run();
            return 0;
        case [var verb, .. var options] when Verb.Find(verb) is { } measure:
            var settings = BenchmarkSettings.Parse(options);
            var report = await measure(settings, Console.Error.WriteLine, stop.Token);
            Console.WriteLine(settings.Json ? report.ToJson() : report);
            if (settings.Chart is { } file)
                report.Chart?.Save(file);
            return 0;
        default:
            Console.Error.WriteLine(Verb.Usage);
            return 2;
    }
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (TrialException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
finally
{
    NodeProgram.Remove();
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
