const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Turns the date of a card into "4 min ago" while the story is younger than a day; the full date stays in the title. */
export function relativeTimes(): void {
  refreshTimes();
  setInterval(refreshTimes, minute);
}

export function refreshTimes(): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-relative]")) {
    const age = Date.now() - Date.parse(time.dateTime);
    if (age >= 0 && age < day) {
      time.title ||= time.textContent.trim();
      time.textContent = words(age);
    } else if (time.title) {
      time.textContent = time.title;
    }
  }
}

function words(age: number): string {
  if (age < minute) {
    return "Just now";
  }

  return age < hour ? `${Math.floor(age / minute)} min ago` : `${Math.floor(age / hour)} hr ago`;
}
