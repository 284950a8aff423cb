#pragma once

#include "ui/audit/log_filter.h"

#include <QList>
#include <QString>

namespace portcullis::ui {

struct SavedFilter
{
    QString name;
    LogFilter filter; // without an order
    bool operator==(const SavedFilter&) const = default;
};

// Filters by their names, sorted by them. Values; any thread.
class SavedFilters
{
public:
    // From text(); what cannot be read is left out.
    [[nodiscard]] static SavedFilters parse(const QString& text);
    [[nodiscard]] QString text() const;

    [[nodiscard]] const QList<SavedFilter>& all() const { return m_all; }

    // Null when there is none. Names that differ in the case of letters only are one.
    [[nodiscard]] const SavedFilter* find(const QString& name) const;
    void put(const SavedFilter& saved); // in the place of one of that name
    void remove(const QString& name);
    void rename(const QString& from, const QString& to);

private:
    QList<SavedFilter> m_all;
};

} // namespace portcullis::ui
