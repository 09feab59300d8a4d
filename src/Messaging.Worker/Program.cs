return await Messaging.Worker.Commands.CommandLine.RunAsync(args, Console.Out, Console.Error);
