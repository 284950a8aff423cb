#pragma once

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace portcullis::ui {

// The path of a file or folder, typed or chosen. Owner: its form. GUI thread.
class PathField final : public QWidget
{
    Q_OBJECT

public:
    enum class Kind
    {
        File,
        Folder
    };

    // `name` says what is chosen, to screen readers and as the title of the chooser.
    PathField(Kind kind, const QString& name, QWidget* parent = nullptr);

    void setPath(const QString& path);
    [[nodiscard]] QString path() const; // without spaces around it

    [[nodiscard]] QLineEdit& edit() { return *m_edit; }

private:
    void choose();

    Kind m_kind;
    QString m_name;
    QLineEdit* m_edit;
};

} // namespace portcullis::ui
