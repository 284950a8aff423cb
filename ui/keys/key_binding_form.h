#pragma once

#include "gateway/api/key_binding.h"
#include "gateway/base/result.h"

#include <QWidget>

#include <array>
#include <optional>
#include <thread>

class QCheckBox;
class QListWidget;
class QPushButton;

namespace portcullis::ui {

class FormRow;

// What a key is bound to: ways in and programs. A program's file is read on a thread of its own.
// Owner: KeyForm. GUI thread. Failure: a program that cannot be read is said at its field.
class KeyBindingForm final : public QWidget
{
    Q_OBJECT

public:
    explicit KeyBindingForm(QWidget* parent = nullptr);

    void setBinding(const api::KeyTransports& transports, const api::KeyPrograms& programs);
    [[nodiscard]] api::KeyTransports transports() const; // empty: any

    [[nodiscard]] const api::KeyPrograms& programs() const { return m_programs; } // empty: any

    // Waits for a program that is being read. False when it cannot be one, which the form then
    // says.
    [[nodiscard]] bool settle();
    // As if chosen in a file dialog.
    void addProgram(const QString& path);

private:
    [[nodiscard]] QWidget* buildTransports();
    [[nodiscard]] QWidget* buildPrograms();
    void chooseProgram();
    void takeHash();
    void removeProgram();
    void showPrograms();

    std::array<QCheckBox*, 3> m_transports;
    QListWidget* m_list;
    QPushButton* m_add;
    QPushButton* m_remove;
    FormRow* m_programsRow = nullptr;
    api::KeyPrograms m_programs;
    QString m_reading;                    // whose hash is on its way
    std::optional<Result<Digest>> m_hash; // written by the thread, read after it has ended
    std::jthread m_thread;                // ends first
};

} // namespace portcullis::ui
