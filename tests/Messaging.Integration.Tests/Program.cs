using Messaging.Integration.Tests;
using Messaging.Integration.Tests.Crashes;
using Messaging.Integration.Tests.Environments;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

return args switch
{
    ["hold-servers", var report] => await ServerHolder.RunAsync(report),
    [CrashWorker.Verb] => await CrashWorker.RunAsync(),
    // The arguments with which "dotnet test" starts it.
    _ when args.Any(argument => argument is "--server" or "--internal-msbuild-node") =>
        await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};
