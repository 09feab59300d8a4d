return await Messaging.Worker.FulfillmentWorker.RunAsync(args);
