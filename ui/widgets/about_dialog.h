#pragma once

#include <QDialog>

namespace portcullis::ui {

// Name, version and what the program is for. Owner: MainWindow (deletes itself on close). GUI
// thread.
class AboutDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(QWidget* parent);
};

} // namespace portcullis::ui
