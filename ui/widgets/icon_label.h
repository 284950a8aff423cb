#pragma once

#include "ui/theme/icons.h"

#include <QLabel>

namespace portcullis::ui {

// Shows one icon and keeps its colour right when the theme changes. Owner: its parent. GUI thread.
class IconLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit IconLabel(int size, QWidget* parent = nullptr);

    void showIcon(const char* name, Tint tint);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    QIcon m_icon;
    int m_size;
};

} // namespace portcullis::ui
