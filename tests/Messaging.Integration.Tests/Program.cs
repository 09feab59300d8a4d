using Messaging.Integration.Tests.Crashes;
using Messaging.Integration.Tests.Ground;
using Xunit.Runner.InProc.SystemConsole;

return args switch
{
    ["hold-servers", var report] => await ServerHolder.RunAsync(report),
    [CrashWorker.Verb] => await CrashWorker.RunAsync(),
    _ => await ConsoleRunner.Run(args),
};
