#pragma once

#include "gateway/api/retention.h"
#include "gateway/api/status.h"
#include "ui/audit/log_rows.h"
#include "ui/widgets/detail_panel.h"

#include <optional>
#include <vector>

class QLabel;
class QPushButton;

namespace portcullis::ui {

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

signals:
    // A person wants these records to stay, or their contents to go.
    void holdWanted(const portcullis::api::RecordFilter& records);
    void eraseWanted(const portcullis::api::RecordFilter& records);

private:
    // A link of the chain; hidden while there is nothing to say.
    struct Link
    {
        QWidget* widget = nullptr;
        QLabel* text = nullptr;
    };

    [[nodiscard]] QWidget* buildRecord();
    [[nodiscard]] Link addLink(class QVBoxLayout& chain, const char* icon, const QString& title);
    void fetchDetails();
    void showDetails(const api::CallDetails& details);
    void fill(const Link& link, const QStringList& lines);

    GatewayBridge& m_bridge;
    std::int64_t m_n = -1;
    api::RecordFilter m_about;                     // the call of the record, when it is of one
    std::optional<std::vector<api::Hold>> m_holds; // in force, as far as they could be read
    QWidget* m_empty;
    QWidget* m_record = nullptr;
    Link m_client;
    Link m_model;
    Link m_decision;
    Link m_budget;
    Link m_upstream;
    Link m_result;
    Link m_says;
    Link m_kept;
    Link m_proof;
    CopyField* m_recorded = nullptr;
    QPushButton* m_hold = nullptr;
    QPushButton* m_erase = nullptr;
};

} // namespace portcullis::ui
