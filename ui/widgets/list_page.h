#pragma once

#include "gateway/api/config_change.h"

#include <QString>
#include <QWidget>

class QAbstractItemModel;
class QLineEdit;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace portcullis::ui {

class DetailPanel;
class GatewayBridge;

// A page with a searchable table of things at the left and the chosen one in full at the right; an
// invitation to add the first one while there is none. Which thing is chosen survives a reset of
// the model. Owner: MainWindow. GUI thread. Failed commands are reported by problem().
class ListPage : public QWidget
{
    Q_OBJECT

public:
    void focusSearch();

signals:
    void problem(const QString& title, const QString& text);

protected:
    struct Words
    {
        QString title;
        QString subtitle;
        QString add;
        QString addHint;
        QString search;
        const char* emptyIcon;
        QString emptyTitle;
        QString emptyText;
        QString emptyAction;
    };

    // Takes the model and the panel. A page calls build() when it is able to answer the questions
    // below.
    ListPage(GatewayBridge& bridge, QAbstractItemModel* model, DetailPanel* panel, QWidget* parent);
    void build(const Words& words, int tableWidth, int panelWidth);

    [[nodiscard]] GatewayBridge& bridge() const { return m_bridge; }

    [[nodiscard]] QTableView& table() const { return *m_table; }

    [[nodiscard]] QSortFilterProxyModel& sorted() const { return *m_sorted; }

    // Rows are those of the model.
    void selectRow(int row);
    // A search may hide the row that is to be chosen.
    void clearSearch();
    void apply(api::ConfigChange change, const QString& failure);

    [[nodiscard]] virtual int chosenRow() const = 0; // -1 for none
    virtual void choose(int row) = 0;                // and show it in the panel
    virtual void add() = 0;
    virtual void editChosen() = 0;

private:
    [[nodiscard]] QWidget* buildTable(const Words& words);
    [[nodiscard]] QWidget* buildEmpty(const Words& words);
    void showCurrent();
    void refresh();

    GatewayBridge& m_bridge;
    QAbstractItemModel* m_model;
    DetailPanel* m_panel;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_table;
    QLineEdit* m_search = nullptr;
    QStackedWidget* m_stack = nullptr;
};

} // namespace portcullis::ui
