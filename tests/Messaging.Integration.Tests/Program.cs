using Messaging.Integration.Tests.Ground;
using Xunit.Runner.InProc.SystemConsole;

return args is ["hold-servers", var report]
    ? await ServerHolder.RunAsync(report)
    : await ConsoleRunner.Run(args);
