return await Messaging.Demo.DemoCommand.RunAsync(args, Console.Out, Console.Error);
