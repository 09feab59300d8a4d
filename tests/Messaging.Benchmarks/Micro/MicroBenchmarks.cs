using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Messaging.Benchmarks.Micro;

/// <summary>
/// Time and bytes per order of what an adapter does with a call: sign, build the request, read the answer.
/// </summary>
internal static class MicroBenchmarks
{
    public static void Run()
    {
        // In this process, so that nothing is compiled anew; the files are removed with the folder.
        var folder = Directory.CreateTempSubdirectory("messaging-benchmark-micro-");
        try
        {
            var config = ManualConfig.CreateEmpty()
                .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
                .AddDiagnoser(MemoryDiagnoser.Default)
                .AddColumnProvider(DefaultColumnProviders.Instance)
                .AddLogger(ConsoleLogger.Default)
                .WithArtifactsPath(folder.FullName)
                .WithOptions(ConfigOptions.JoinSummary);
            BenchmarkRunner.Run([typeof(PolyvBenchmarks), typeof(FengchaoBenchmarks), typeof(EmBenchmarks)], config);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
