#pragma once

#include "gateway/base/clock.h"
#include "gateway/base/ids.h"

#include <QWidget>

namespace portcullis::ui {

class CasesView;
class GatewayBridge;
class OwnersView;
class TabPages;

// Who owns keys and what is worked on with them: customers with their teams, and cases, a tab each.
// Owner: MainWindow. GUI thread. Failed commands are reported by problem().
class TeamsPage final : public QWidget
{
    Q_OBJECT

public:
    TeamsPage(GatewayBridge& bridge, const Clock& clock, QWidget* parent = nullptr);

    // These act on the tab in front.
    void add();
    void removeSelected();
    void focusSearch();

    void showCases();

signals:
    void problem(const QString& title, const QString& text);
    void showKeyRequested(const portcullis::KeyId& key);

private:
    [[nodiscard]] bool hasCasesInFront() const;

    TabPages* m_tabs;
    OwnersView* m_owners;
    CasesView* m_cases;
};

} // namespace portcullis::ui
