using Messaging.Worker;
using MyVendor;

return await FulfillmentWorker.RunAsync(args, vendors => vendors.AddMyVendor());
