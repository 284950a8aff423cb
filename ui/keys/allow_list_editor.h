#pragma once

#include "gateway/api/config.h"
#include "gateway/api/tools.h"

#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTreeView;

namespace portcullis::ui {

class AllowListModel;
class Banner;
class GatewayBridge;
class SpecialRules;

// The tree of an allow-list with a search field, a warning when it shows a client more tools than
// many can take, and, for an existing key, what a change means
// before it is saved. Owner: KeyPanel or NewKeyDialog. GUI thread.
class AllowListEditor final : public QWidget
{
    Q_OBJECT

public:
    enum class Saving
    {
        ByOwner, // a dialog takes rules() when it is accepted
        ByButton
    };

    AllowListEditor(GatewayBridge& bridge, Saving saving, QWidget* parent = nullptr);

    // The rules in force; what was edited and not saved is dropped.
    void setRules(const std::vector<api::AllowRule>& rules);
    // An edit of the rules in force, as rules() returned it.
    void setDraft(const std::vector<api::AllowRule>& rules);

    [[nodiscard]] const std::vector<api::AllowRule>& savedRules() const { return m_saved; }

    [[nodiscard]] std::vector<api::AllowRule> rules() const;
    [[nodiscard]] bool isChanged() const;
    void focusSearch();

    // The tools of all servers, as far as they are known.
    [[nodiscard]] api::ToolsOfServers tools() const;
    // Offers to explain decisions: explanationRequested() is emitted.
    void offerExplanation();

signals:
    void saveRequested();
    void explanationRequested();

private:
    void connectParts();
    [[nodiscard]] QWidget* buildFooter();
    void showRules(const std::vector<api::AllowRule>& rules);
    void refresh();
    void refreshEmpty();
    void refreshCount();
    void expand();

    GatewayBridge& m_bridge;
    AllowListModel* m_model;
    QSortFilterProxyModel* m_filter;
    std::vector<api::AllowRule> m_saved;
    QStackedWidget* m_stack;
    QLineEdit* m_search;
    QTreeView* m_tree;
    SpecialRules* m_special;
    Banner* m_tooMany;
    QWidget* m_footer = nullptr;
    QLabel* m_difference = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_revert = nullptr;
};

} // namespace portcullis::ui
