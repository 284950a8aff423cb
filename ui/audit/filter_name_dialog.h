#pragma once

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace portcullis::ui {

class FormRow;

// Asks for the name of a saved filter. Owner: who opens it (deletes itself on close). GUI thread.
class FilterNameDialog final : public QDialog
{
    Q_OBJECT

public:
    FilterNameDialog(const QString& title, const QString& name, QWidget* parent);

signals:
    void named(const QString& name);

private:
    void take();

    QLineEdit* m_name;
    FormRow* m_row;
};

} // namespace portcullis::ui
