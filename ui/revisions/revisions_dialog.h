#pragma once

#include "gateway/api/explanation.h"
#include "gateway/api/history.h"
#include "gateway/base/result.h"

#include <QDialog>

#include <map>
#include <optional>
#include <vector>

class QLabel;
class QLayout;
class QPushButton;
class QStackedWidget;
class QStandardItemModel;
class QTableView;

namespace portcullis::ui {

class Banner;
class DifferenceTable;
class GatewayBridge;

// What the configuration was: every change with who made it, how it differs from what was before,
// and the ways back. Owner: who opens it (deletes itself on close). GUI thread. Errors are shown in
// the dialog.
class RevisionsDialog final : public QDialog
{
    Q_OBJECT

public:
    // Bridge and advisor outlive it; without an advisor what keys may do is not compared.
    RevisionsDialog(GatewayBridge& bridge, const api::PolicyAdvisor* advisor, QWidget* parent);

private:
    [[nodiscard]] QWidget* buildList();
    [[nodiscard]] QLayout* buildButtons();
    void load();
    void loadOlder();
    void show(const Result<api::RevisionPage>& page, bool more);
    void addRows(const std::vector<api::Revision>& revisions);
    [[nodiscard]] const api::GatewayConfig& naming(const api::Revision& revision) const;
    void nameGone();
    void renameRows(const KeyId& id);
    [[nodiscard]] const api::Revision* chosen() const;
    void showChosen();
    void showDifference(const api::RevisionState& made);
    void showProblem(const QString& title, const Error& error);
    void undo();
    void restore();

    GatewayBridge& m_bridge;
    const api::PolicyAdvisor* m_advisor;
    std::vector<api::Revision> m_revisions; // a row each
    // Keys that are gone, each with a configuration that had it; null while that is asked for.
    std::map<KeyId, api::ConfigPtr> m_gone;
    QStandardItemModel* m_model;
    QStackedWidget* m_stack;
    QLabel* m_reading;
    QTableView* m_table = nullptr;
    QPushButton* m_older;
    QLabel* m_caption;
    DifferenceTable* m_differences;
    Banner* m_problem;
    QPushButton* m_undo;
    QPushButton* m_restore;
};

} // namespace portcullis::ui
