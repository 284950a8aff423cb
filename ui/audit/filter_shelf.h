#pragma once

#include "ui/audit/saved_filters.h"
#include "ui/window_aids.h"

#include <QPushButton>

#include <functional>

class QMenu;

namespace portcullis::ui {

// Saved filters in a menu: to be chosen, saved, renamed and deleted. What would overwrite or delete
// one asks first. Owner: AuditFilterBar. GUI thread. A change is kept at once; whether it reached
// the disk is the keeper's affair.
class FilterShelf final : public QPushButton
{
    Q_OBJECT

public:
    // `present` gives what is to be saved.
    FilterShelf(KeptText kept, std::function<LogFilter()> present, QWidget* parent = nullptr);

signals:
    void chosen(const portcullis::ui::LogFilter& filter);

private:
    void refill();
    void addPerFilter(const QString& title, void (FilterShelf::*act)(const QString& name));
    void askSave();
    void save(const QString& name);
    void askRename(const QString& name);
    void rename(const QString& from, const QString& to);
    void askDelete(const QString& name);
    // Asks first where there is one of that name.
    void unlessTaken(const QString& name, std::function<void()> go);
    void keep();

    KeptText m_kept;
    SavedFilters m_filters;
    std::function<LogFilter()> m_present;
    QMenu* m_menu;
};

} // namespace portcullis::ui
