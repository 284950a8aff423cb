#pragma once

#include "gateway/api/config.h"
#include "ui/widgets/detail_panel.h"

#include <map>

class QLabel;
class QPushButton;

namespace portcullis::ui {

class AllowListEditor;
class GatewayBridge;
class IconLabel;

// One key in full: state, facts, what can be done, and its allow-list to edit. An allow-list that
// was edited and not saved is kept while another key is looked at. Owner: KeysPage. GUI thread.
class KeyPanel final : public DetailPanel
{
    Q_OBJECT

public:
    KeyPanel(GatewayBridge& bridge, const Clock& clock, QWidget* parent = nullptr);

    void showKey(const KeyId& id);

    [[nodiscard]] AllowListEditor& allowList() { return *m_allow; }

    // The allow-list as it is being edited, and the tools that it knows.
    [[nodiscard]] AllowListEditor& allowList() const { return *m_allow; }

signals:
    void editRequested();
    void enableRequested(bool enabled);
    void removeRequested();
    void configurationRequested();
    void rotationRequested();
    void endOldSecretRequested();
    void explanationRequested();
    void allowListSaveRequested(const std::vector<portcullis::api::AllowRule>& rules);

private:
    void buildActions();
    void buildOldSecret();
    void refresh();
    void keepDraft();

    GatewayBridge& m_bridge;
    const Clock& m_clock;
    KeyId m_id;
    std::map<KeyId, std::vector<api::AllowRule>> m_drafts;
    IconLabel* m_dot;
    QLabel* m_state;
    QLabel* m_facts;
    QPushButton* m_edit;
    QPushButton* m_enable;
    QPushButton* m_configuration;
    QPushButton* m_rotate;
    QPushButton* m_remove;
    QWidget* m_oldSecret; // shown while there is one that works
    QLabel* m_oldUntil;
    AllowListEditor* m_allow;
};

} // namespace portcullis::ui
