#pragma once

#include "gateway/api/config.h"
#include "gateway/api/retention.h"
#include "gateway/api/status.h"

#include <QJsonObject>
#include <QStringList>

#include <vector>

// What records say, a line each: every member that a body of today has (gateway/audit/FORMAT.md),
// by the link of the chain that it belongs to. Pure; GUI thread (tr). Empty lines mean nothing.
namespace portcullis::ui {

// The two records of a call, or one of another kind; taken apart once.
struct RecordTexts
{
    explicit RecordTexts(const api::CallDetails& details);

    const api::CallDetails& details;
    QJsonObject header; // of the record that began it, or of the only one
    QJsonObject body;   // empty when retention has removed it
    QJsonObject endHeader;
    QJsonObject ended;
    bool isCall = false; // begun, refused or without an end
};

[[nodiscard]] QStringList clientLines(const RecordTexts& record, const api::GatewayConfig& config);
// The request of the language model behind the call, as the client tells it.
[[nodiscard]] QStringList modelLines(const RecordTexts& record);
[[nodiscard]] QStringList decisionLines(const RecordTexts& record);
// Each budget that counted the call: what it reserved and used then, and its limit of now.
[[nodiscard]] QStringList budgetLines(const RecordTexts& record, const api::GatewayConfig& config);
[[nodiscard]] QStringList serverLines(const RecordTexts& record, const api::GatewayConfig& config);
[[nodiscard]] QStringList resultLines(const RecordTexts& record);
// What was kept of arguments and results, what is gone, and what is on hold.
[[nodiscard]] QStringList keptLines(const RecordTexts& record);
[[nodiscard]] QStringList heldLines(const RecordTexts& record,
                                    const std::vector<api::Hold>& holds,
                                    const api::GatewayConfig& config);
[[nodiscard]] QStringList proofLines(const RecordTexts& record);

// What a record of the log itself says, and what a record says besides all of the above.
[[nodiscard]] QStringList otherLines(const RecordTexts& record, const api::GatewayConfig& config);

// A hash in groups, to be compared by eye.
[[nodiscard]] QString hashText(QString hex);

} // namespace portcullis::ui
