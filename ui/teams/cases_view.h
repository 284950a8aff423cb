#pragma once

#include "gateway/base/clock.h"
#include "gateway/base/ids.h"
#include "ui/widgets/list_page.h"

namespace portcullis::ui {

class CasePanel;
class CasesModel;

// All cases as a table, the selected one in full beside it.
// Owner: TeamsPage. GUI thread. Failed commands are reported by problem().
class CasesView final : public ListPage
{
    Q_OBJECT

public:
    CasesView(GatewayBridge& bridge, const Clock& clock, QWidget* parent = nullptr);

    void openCase();
    void removeSelected();

protected:
    [[nodiscard]] int chosenRow() const override;
    void choose(int row) override;

    void add() override { openCase(); }

    void editChosen() override;

private:
    CasesView(GatewayBridge& bridge,
              const Clock& clock,
              CasesModel* model,
              CasePanel* panel,
              QWidget* parent);
    void prepareColumns();
    void setClosedSelected(bool closed);

    const Clock& m_clock;
    CasesModel* m_model;
    CasePanel* m_panel;
    CaseId m_selected;
};

} // namespace portcullis::ui
