// The steps of the session by their names.

export const STEPS = {
  welcome: "Welcome",
  "measure-1": "Confidence (1)",
  "exercise-1": "Exercise 1",
  "exercise-2": "Exercise 2",
  "exercise-3": "Exercise 3",
  "exercise-4": "Exercise 4",
  "measure-2": "Confidence (2)",
  end: "The end",
};
export const ORDER = Object.keys(STEPS);

export const TITLES = {
  ...STEPS,
  welcome: "Welcome",
  "measure-1": "Measure of Confidence (1)",
  "exercise-1": "Exercise 1: what does SMART stand for?",
  "exercise-2": "Exercise 2: is it SMART?",
  "exercise-3": "Exercise 3: an action plan",
  "exercise-4": "Exercise 4: moving on",
  "measure-2": "Measure of Confidence (2)",
  end: "Thank you",
};
