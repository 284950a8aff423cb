#pragma once

#include "gateway/api/explanation.h"
#include "gateway/api/gateway_client.h"
#include "ui/widgets/list_page.h"

namespace portcullis::ui {

class KeyPanel;
class KeysModel;

// All keys as a table, the selected one with its allow-list beside it.
// Owner: MainWindow. GUI thread. Failed commands are reported by problem().
class KeysPage final : public ListPage
{
    Q_OBJECT

public:
    // The advisor outlives the page; without one nothing is explained.
    KeysPage(GatewayBridge& bridge,
             const Clock& clock,
             const api::PolicyAdvisor* advisor = nullptr,
             QWidget* parent = nullptr);

    void removeSelected();

    // Brings it to the front of the page.
    void showKey(const KeyId& key);

public slots:
    void createKey();
    void showConfiguration();

protected:
    [[nodiscard]] int chosenRow() const override;
    void choose(int row) override;

    void add() override { createKey(); }

    void editChosen() override;

private:
    KeysPage(GatewayBridge& bridge,
             const Clock& clock,
             KeysModel* model,
             KeyPanel* panel,
             QWidget* parent);
    void prepareColumns();
    void connectPanel();
    void showSecret(const api::CreatedKey& key);
    void rotateSelected();
    void endOldSecret();
    void setEnabledSelected(bool enabled);
    void disableSelected(const api::UpdateKey& change, const QString& label);
    void saveAllowList(const std::vector<api::AllowRule>& rules);
    void explain();

    const Clock& m_clock;
    const api::PolicyAdvisor* m_advisor = nullptr;
    KeysModel* m_model;
    KeyPanel* m_panel;
    KeyId m_selected;
};

} // namespace portcullis::ui
