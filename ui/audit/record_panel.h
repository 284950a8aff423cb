#pragma once

#include "gateway/api/status.h"
#include "ui/audit/log_rows.h"
#include "ui/widgets/detail_panel.h"

class QJsonObject;
class QLabel;

namespace portcullis::ui {

class Banner;
class CopyField;
class GatewayBridge;

// One record and the call it belongs to, as the chain in which it went: client, decision, budget,
// server, result; and what proves it. Owner: AuditPage. GUI thread. Failure: shown in its place.
class RecordPanel final : public DetailPanel
{
    Q_OBJECT

public:
    explicit RecordPanel(GatewayBridge& bridge, QWidget* parent = nullptr);

    void showRecord(const LogRow& row);
    void clear();

private:
    // A link of the chain; hidden while there is nothing to say.
    struct Link
    {
        QWidget* widget = nullptr;
        QLabel* text = nullptr;
    };

    [[nodiscard]] QWidget* buildRecord();
    [[nodiscard]] Link addLink(class QVBoxLayout& chain, const char* icon, const QString& title);
    void showDetails(const api::CallDetails& details);
    // Parts of it; `asked` is the body of the record that began it.
    void showClient(const api::ActivityRow& row, const QJsonObject& asked);
    void showDecision(const api::ActivityRow& row, const QJsonObject& asked);
    void showResult(const api::CallDetails& details, const QJsonObject& asked);
    void showProof(const api::CallDetails& details);
    void fill(const Link& link, const QStringList& lines);

    GatewayBridge& m_bridge;
    std::int64_t m_n = -1;
    QWidget* m_empty;
    QWidget* m_record = nullptr;
    Link m_client;
    Link m_decision;
    Link m_budget;
    Link m_upstream;
    Link m_result;
    Link m_proof;
    CopyField* m_recorded = nullptr;
};

} // namespace portcullis::ui
