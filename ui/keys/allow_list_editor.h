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
// before it is saved. Owner: KeyPanel, or a dialog for a new key, a case or a server. GUI thread.
class AllowListEditor final : public QWidget
{
    Q_OBJECT

public:
    enum class Saving
    {
        ByOwner, // a dialog takes rules() when it is accepted
        ByButton
    };

    // With `only`, of what this server offers.
    AllowListEditor(GatewayBridge& bridge,
                    Saving saving,
                    QWidget* parent = nullptr,
                    const ServerId& only = {});

    // The rules in force; what was edited and not saved is dropped.
    void setRules(const std::vector<api::AllowRule>& rules);
    // An edit of the rules in force, as rules() returned it.
    void setDraft(const std::vector<api::AllowRule>& rules);

    [[nodiscard]] const std::vector<api::AllowRule>& savedRules() const { return m_saved; }

    [[nodiscard]] std::vector<api::AllowRule> rules() const;
    [[nodiscard]] bool isChanged() const;
    void focusSearch();
    // The case that the key with this list is bound to: its list counts for what the key shows.
    void setCase(const CaseId& id);
    // May tools be chosen in the tree? The rules below it may be changed in either case.
    void setChoosing(bool choosing);

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
    CaseId m_case;
    const bool m_ofServer; // the rules of one, which is no list that a client sees
    bool m_choosing = true;
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
