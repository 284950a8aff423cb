#pragma once

#include "ui/teams/owner_tree.h"
#include "ui/widgets/detail_panel.h"

class QLabel;
class QPushButton;

namespace portcullis::ui {

class GatewayBridge;
class IconLabel;
struct Phrase;

// What is chosen in the tree: its state, facts, and what can be done with it. Owner: OwnersView.
// GUI thread.
class OwnerPanel final : public DetailPanel
{
    Q_OBJECT

public:
    OwnerPanel(GatewayBridge& bridge, const Clock& clock, QWidget* parent = nullptr);

    void showOwner(const OwnerRef& ref);

signals:
    void editRequested();
    void addTeamRequested();
    void enableRequested(bool enabled);
    void removeRequested();
    void showKeyRequested();

private:
    void buildActions();
    void refresh();
    void showCustomer(const api::Customer& customer);
    void showTeam(const api::Team& team);
    void showKey(const api::KeyConfig& key);
    void showRest();
    void showState(const Phrase& phrase);
    void offer(bool disabled);

    GatewayBridge& m_bridge;
    const Clock& m_clock;
    OwnerRef m_ref;
    bool m_disabled = false;
    IconLabel* m_dot;
    QLabel* m_state;
    QLabel* m_facts;
    QLabel* m_advice;
    QPushButton* m_edit;
    QPushButton* m_addTeam;
    QPushButton* m_enable;
    QPushButton* m_remove;
    QPushButton* m_showKey;
};

} // namespace portcullis::ui
