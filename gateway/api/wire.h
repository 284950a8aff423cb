#pragma once

#include "gateway/api/gateway_client.h"

#include <nlohmann/json_fwd.hpp>

// The waist's values as JSON, for the control socket and for --json output of the command line.
// Reading checks types and fails with InvalidArgument; names are the members' own names in
// camelCase.
namespace portcullis::api {

[[nodiscard]] nlohmann::json toJson(const Error& error);
[[nodiscard]] nlohmann::json toJson(const ServerStatus& status);
[[nodiscard]] nlohmann::json toJson(const LockdownStatus& lockdown);
[[nodiscard]] nlohmann::json toJson(const GatewayStatus& status);
[[nodiscard]] nlohmann::json toJson(const ToolInfo& tool);
[[nodiscard]] nlohmann::json toJson(const ToolApproval& approval);
[[nodiscard]] nlohmann::json toJson(const ServerReport& report);
[[nodiscard]] nlohmann::json toJson(const ActivityRow& row);
[[nodiscard]] nlohmann::json toJson(const ActivityQuery& query);
[[nodiscard]] nlohmann::json toJson(const ActivityPage& page);
[[nodiscard]] nlohmann::json toJson(const CallDetails& details);
[[nodiscard]] nlohmann::json toJson(const ConfigChange& change);
[[nodiscard]] nlohmann::json toJson(const NewKey& key);
[[nodiscard]] nlohmann::json toJson(const KeyRotation& rotation);
[[nodiscard]] nlohmann::json toJson(const Event& event);
[[nodiscard]] nlohmann::json toJson(const ExportRequest& request); // without `created`
[[nodiscard]] nlohmann::json toJson(const ExportSummary& summary);
[[nodiscard]] nlohmann::json toJson(const CheckRequest& request);
[[nodiscard]] nlohmann::json toJson(const LogReport& report);
[[nodiscard]] nlohmann::json toJson(const Checkpoint& checkpoint);
[[nodiscard]] nlohmann::json toJson(const BudgetQuery& query);
[[nodiscard]] nlohmann::json toJson(const BudgetState& state);
[[nodiscard]] nlohmann::json toJson(const std::vector<BudgetState>& states);
[[nodiscard]] nlohmann::json toJson(const SignOff& review);
[[nodiscard]] nlohmann::json toJson(const Permissions& permissions);
[[nodiscard]] nlohmann::json toJson(const Hold& hold);
[[nodiscard]] nlohmann::json toJson(const std::vector<Hold>& holds);
[[nodiscard]] nlohmann::json toJson(const EraseRequest& request);
[[nodiscard]] nlohmann::json toJson(const EraseReport& report);
[[nodiscard]] nlohmann::json toJson(const RetentionRequest& request);
[[nodiscard]] nlohmann::json toJson(const RetentionReport& report);
[[nodiscard]] nlohmann::json toJson(const Revision& revision);
[[nodiscard]] nlohmann::json toJson(const RevisionQuery& query);
[[nodiscard]] nlohmann::json toJson(const RevisionPage& page);
[[nodiscard]] nlohmann::json toJson(const RevisionState& state);

[[nodiscard]] Error errorFromJson(const nlohmann::json& json);
[[nodiscard]] Result<GatewayStatus> statusFromJson(const nlohmann::json& json);
[[nodiscard]] Result<ToolInfo> toolFromJson(const nlohmann::json& json);
[[nodiscard]] Result<ToolApproval> approvalFromJson(const nlohmann::json& json);
[[nodiscard]] Result<ServerReport> reportFromJson(const nlohmann::json& json);
[[nodiscard]] Result<ActivityQuery> queryFromJson(const nlohmann::json& json);
[[nodiscard]] Result<ActivityPage> pageFromJson(const nlohmann::json& json);
[[nodiscard]] Result<CallDetails> detailsFromJson(const nlohmann::json& json);
[[nodiscard]] Result<ConfigChange> changeFromJson(const nlohmann::json& json);
[[nodiscard]] Result<NewKey> newKeyFromJson(const nlohmann::json& json);
[[nodiscard]] Result<KeyRotation> keyRotationFromJson(const nlohmann::json& json);
[[nodiscard]] Result<Event> eventFromJson(const nlohmann::json& json);
[[nodiscard]] Result<ExportRequest> exportRequestFromJson(const nlohmann::json& json);
[[nodiscard]] Result<ExportSummary> exportSummaryFromJson(const nlohmann::json& json);
[[nodiscard]] Result<CheckRequest> checkRequestFromJson(const nlohmann::json& json);
[[nodiscard]] Result<LogReport> logReportFromJson(const nlohmann::json& json);
[[nodiscard]] Result<Checkpoint> checkpointFromJson(const nlohmann::json& json);
[[nodiscard]] Result<BudgetQuery> budgetQueryFromJson(const nlohmann::json& json);
[[nodiscard]] Result<std::vector<BudgetState>> budgetStatesFromJson(const nlohmann::json& json);
[[nodiscard]] Result<SignOff> signOffFromJson(const nlohmann::json& json);
[[nodiscard]] Result<Hold> holdFromJson(const nlohmann::json& json);
[[nodiscard]] Result<std::vector<Hold>> holdsFromJson(const nlohmann::json& json);
[[nodiscard]] Result<EraseRequest> eraseRequestFromJson(const nlohmann::json& json);
[[nodiscard]] Result<EraseReport> eraseReportFromJson(const nlohmann::json& json);
[[nodiscard]] Result<RetentionRequest> retentionRequestFromJson(const nlohmann::json& json);
[[nodiscard]] Result<RetentionReport> retentionReportFromJson(const nlohmann::json& json);
[[nodiscard]] Result<Revision> revisionFromJson(const nlohmann::json& json,
                                                const std::string& path = {});
[[nodiscard]] Result<RevisionQuery> revisionQueryFromJson(const nlohmann::json& json);
[[nodiscard]] Result<RevisionPage> revisionPageFromJson(const nlohmann::json& json);
[[nodiscard]] Result<RevisionState> revisionStateFromJson(const nlohmann::json& json);

} // namespace portcullis::api
