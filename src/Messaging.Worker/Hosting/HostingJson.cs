using System.Text.Json.Serialization;
using Messaging.Fulfillment.Ledger;
using Messaging.Worker.Operations.Accounts;
using Messaging.Worker.Operations.Audit;
using Messaging.Worker.Operations.DeadLetters;
using Messaging.Worker.Operations.Failures;
using Messaging.Worker.Operations.Holds;
using Messaging.Worker.Operations.Orders;
using Messaging.Worker.Operations.Overview;
using Messaging.Worker.Operations.Workers;

namespace Messaging.Worker.Hosting;

[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(AccountsAnswer))]
[JsonSerializable(typeof(WorkersAnswer))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(OverviewAnswer))]
[JsonSerializable(typeof(DeadLetterCounts))]
[JsonSerializable(typeof(DeadLetterList))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(DeadLetterRequest))]
[JsonSerializable(typeof(DeadLetterOutcome))]
[JsonSerializable(typeof(FailureList))]
[JsonSerializable(typeof(FailureGroups))]
[JsonSerializable(typeof(RetryRequest))]
[JsonSerializable(typeof(RetryAnswer))]
[JsonSerializable(typeof(StagedRetryRequest))]
[JsonSerializable(typeof(StagedRetryStart))]
[JsonSerializable(typeof(StagedRetryList))]
[JsonSerializable(typeof(StagedRetryChange))]
[JsonSerializable(typeof(WaitingList))]
[JsonSerializable(typeof(GiveUpRequest))]
[JsonSerializable(typeof(AnsweredOrders))]
[JsonSerializable(typeof(HoldRequest))]
[JsonSerializable(typeof(HoldList))]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
internal sealed partial class HostingJson : JsonSerializerContext;
