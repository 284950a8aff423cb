#pragma once

#include "gateway/api/config_change.h"
#include "ui/teams/owner_tree.h"
#include "ui/widgets/confirm.h"

#include <QWidget>

#include <set>

class QLineEdit;
class QSortFilterProxyModel;
class QStackedWidget;
class QTreeView;

namespace portcullis::ui {

class GatewayBridge;
class OwnerPanel;

// Customers, teams and their keys as a tree, the chosen one in full at the right; an invitation to
// add the first customer while there is none. Owner: TeamsPage. GUI thread. Failed commands are
// reported by problem().
class OwnersView final : public QWidget
{
    Q_OBJECT

public:
    OwnersView(GatewayBridge& bridge, const Clock& clock, QWidget* parent = nullptr);

    void addCustomer();
    void removeSelected();
    void focusSearch();

signals:
    void problem(const QString& title, const QString& text);
    void showKeyRequested(const portcullis::KeyId& key);

private:
    void build();
    [[nodiscard]] QWidget* buildTree();
    [[nodiscard]] QWidget* buildEmpty();
    void connectPanel();
    void refresh();
    void expand();
    void select(const OwnerRef& ref);
    void showCurrent();
    void addTeam();
    void edit();
    void setEnabledSelected(bool enabled);
    void removeCustomer(const api::Customer& customer);
    void removeTeam(const api::Team& team);
    void apply(api::ConfigChange change, const QString& failure);
    // Asks first when keys gain by it.
    void applyWider(const api::ConfigChange& change, const QString& failure);
    void ask(const Question& question, api::ConfigChange change, const QString& failure);
    [[nodiscard]] const api::Customer* customer() const; // the chosen one, else null
    [[nodiscard]] const api::Team* team() const;

    GatewayBridge& m_bridge;
    const Clock& m_clock;
    OwnerTree* m_model;
    QSortFilterProxyModel* m_found;
    OwnerPanel* m_panel;
    QTreeView* m_tree;
    QLineEdit* m_search = nullptr;
    QStackedWidget* m_stack = nullptr;
    OwnerRef m_selected;
    std::set<OwnerRef> m_collapsed; // by the person
};

} // namespace portcullis::ui
